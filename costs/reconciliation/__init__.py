"""Is every cent of the bill in every answer, and if not, which one isn't?

    files of a delivery = its manifest = rows of the table
    line items by invoice = the view over them
    CUR 2.0 = FOCUS = legacy CUR
    costs = daily_costs = resource_costs

One set of checks for a folder, for `demo` and for what is deployed: they ask a `Books`, which knows
where deliveries lie and who answers SQL. `sql/` has the statements; what differs is told with the one
that shows it.
"""
