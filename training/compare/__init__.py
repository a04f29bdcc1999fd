"""Models trained under one budget, measured, and put side by side."""
