"""What stands between a draft and its next stage, the step itself, and how both are said."""
