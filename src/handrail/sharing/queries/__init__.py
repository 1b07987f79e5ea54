"""What can be read: each function is a query or a listing of the gate, and returns frozen values."""
