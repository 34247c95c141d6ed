"""What the command line shares: options, progress, and the sources a command works on."""
