"""Values that people type: the score grid."""
