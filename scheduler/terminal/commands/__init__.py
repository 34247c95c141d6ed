"""The commands, a file each; what they need of the scheduler is imported when they run."""
