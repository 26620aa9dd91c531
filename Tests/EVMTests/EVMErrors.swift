import EVM

/// What an act throws, where it throws an `EVMError`.
func evmError<Result: ~Copyable>(_ act: () throws(EVMError) -> Result) -> EVMError? {
    do {
        _ = try act()
        return nil
    } catch { return error }
}
