"""The command line, `python -m costs`: a file a command, and what the commands of a group share.

bill/       questions to a bill in a folder
laptop/     the pipeline's story on an emulated AWS
deployed/   what is or will be in AWS
printing/   rows and tables
"""
