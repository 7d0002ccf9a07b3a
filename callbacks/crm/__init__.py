"""What the company's CRM knows of a caller we do not know: who owns their matter. Asked ahead, hardly waited for."""
