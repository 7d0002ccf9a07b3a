"""Everything Twilio and nothing else: what a leg hears, who signed a webhook, which calls we made."""
