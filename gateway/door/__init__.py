"""What every request passes on its way in and out: marked, limited, recognised, dispatched, stamped."""
