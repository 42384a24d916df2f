"""What is judged of products, reports and chains; pure."""
