"""What happens beside the steps of a run: saving, stopping, telling."""
