"""The papers of a session: letters, sheets to sign, badges, room sign, orders to travel; what comes back on paper."""
