"""Everything SQL that has no domain of its own: the database, the journal of calls, audit, leases, migrations."""
