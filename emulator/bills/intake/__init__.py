"""Someone's own cost data, from the folder given with `--data` to months ready for delivery.

AWS delivers the same bill in several forms: two layouts of Parquet, and CSV under older names. Whatever
the folder holds becomes Parquet chunks of a dataset's month, as the deployed export writes them.
Absent: any check that the bill is complete.
"""
