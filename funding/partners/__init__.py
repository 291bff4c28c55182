"""Answering together: who seeks or offers partners for a call, and how they meet (R4.13)."""
