"""Exports of live-chat systems: what they look like is data, one YAML file a system."""
