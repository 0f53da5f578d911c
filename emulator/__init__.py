"""The pipeline on a laptop: never deployed, never imported by `modules/`.

python -m emulator demo     apply the synthesized JSON, deliver a bill, crawl it, query it
python -m emulator up       the same, and stay, for any AWS SDK client
python -m emulator query    one Athena SQL statement on cost data, without Terraform
"""
