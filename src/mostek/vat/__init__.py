"""The VAT of orders: the company's settings, what was asked about buyers' numbers, what persons said."""
