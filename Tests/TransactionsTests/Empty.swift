// The tests of Transactions.
