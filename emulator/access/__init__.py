"""IAM at the door of the emulated AWS: what a call needs, and whether its caller may."""
