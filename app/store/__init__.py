"""What is kept of a site in a database: visits, crossings, stays and minute counts. No image, no embedding."""
