// The tests of Cosmos.
