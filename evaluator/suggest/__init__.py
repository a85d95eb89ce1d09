"""Suggestions: what the agent could have written instead, from the chat's own facts, graded before it is shown."""
