// The tests of Certificates.
