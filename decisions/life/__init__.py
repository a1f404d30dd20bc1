"""The record through its life: begun, written, copied, linked, put away; its page, and all that happened to it."""
