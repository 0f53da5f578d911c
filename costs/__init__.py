"""The command line, `python -m costs`: a file a command, and what the commands of a group share.

bill/            questions to a bill in a folder
reconciliation/  is every cent of a bill in every answer, in a folder or in AWS
laptop/          the pipeline's story on an emulated AWS
deployed/        what is or will be in AWS
printing/        rows and tables
"""
