"""The demo workspace: generated with a fixed seed, through the same imports and actions that people use."""
