"""The emulated AWS as a whole, and Terraform on it."""
