import Testing

/// What queries are made of, without a store: `swift test --filter QueryTests`.
@Suite struct QueryTests {}
