"""What leaves the project: spreadsheets, slides, bundles, a preview, a server on this machine."""
