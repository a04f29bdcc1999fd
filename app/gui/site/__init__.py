"""The window of a site: many sources side by side, and what is drawn on them."""
