// SPDX-License-Identifier: Apache-2.0
// One connection to PostgreSQL, by libpq: statements, rows as texts, and COPY. It belongs to one thread, never connects
// again by itself and holds no password: libpq takes that from its own files and variables.

internal import CPostgres

/// Why PostgreSQL did not do what was asked.
public enum PostgresError: Error, Sendable, Equatable, CustomStringConvertible {
    /// It cannot be reached, or the connection ended.
    case away(String)
    /// What was given to it cannot be stored (SQLSTATE classes 21 to 23, and beyond its limits): it will never be.
    case badData(String)
    /// It refused for another reason.
    case failed(state: String, String)

    /// What happened.
    public var description: String {
        switch self {
        case .away(let reason): "PostgreSQL is away: \(reason)"
        case .badData(let reason): "PostgreSQL cannot keep this: \(reason)"
        case .failed(let state, let reason): "PostgreSQL refused (\(state)): \(reason)"
        }
    }
}

/// A connection to PostgreSQL.
@safe public final class PostgresLink {
    private let handle: OpaquePointer

    /// Connects as a connection string says ("postgresql:///roost", "host=/run/postgresql dbname=roost").
    public init(_ address: String) throws(PostgresError) {
        guard let made = unsafe PQconnectdb(address) else { throw .away("out of memory") }
        unsafe handle = made
        guard unsafe PQstatus(made) == CONNECTION_OK else {
            // The handle is ours already: it is given back with us.
            throw unsafe .away(Self.line(PQerrorMessage(made)))
        }
        // Notices ("already exists, skipping") are no news for a log.
        unsafe PQsetNoticeProcessor(made, { _, _ in }, nil)
    }

    deinit { unsafe PQfinish(handle) }

    /// Whether a text is a connection string that names a password, which would show up among the processes.
    public static func namesPassword(_ address: String) -> Bool {
        if address.contains("password") { return true }
        guard let start = address.firstRange(of: "://")?.upperBound else { return false }
        let authority = address[start...].prefix { $0 != "/" && $0 != "?" }
        return authority.lastIndex(of: "@").map { authority[..<$0].contains(":") } ?? false
    }

    /// Runs statements without parameters; how many rows the last of them touched.
    @discardableResult
    public func run(_ sql: String) throws(PostgresError) -> Int {
        let result = unsafe PQexec(handle, sql)
        defer { unsafe PQclear(result) }
        try unsafe check(result)
        return unsafe Int(String(cString: PQcmdTuples(result))) ?? 0
    }

    /// The rows of a statement with parameters, all as texts; nil is NULL.
    public func rows(_ sql: String, _ parameters: [String?] = []) throws(PostgresError) -> [[String?]] {
        let texts = parameters.map { text in text.map { Array($0.utf8CString) } }
        let result = unsafe withPointers(texts[...], []) { pointers in
            unsafe PQexecParams(handle, sql, Int32(pointers.count), nil, pointers, nil, nil, 0)
        }
        defer { unsafe PQclear(result) }
        try unsafe check(result)
        let (height, width) = unsafe (PQntuples(result), PQnfields(result))
        return (0..<height).map { row in
            (0..<width).map { column in
                guard unsafe PQgetisnull(result, row, column) == 0 else { return nil }
                return unsafe String(cString: PQgetvalue(result, row, column))
            }
        }
    }

    /// Sends octets as the data of a `COPY … FROM STDIN`.
    public func copy(_ sql: String, _ octets: [UInt8]) throws(PostgresError) {
        let begun = unsafe PQexec(handle, sql)
        defer { unsafe PQclear(begun) }
        guard unsafe PQresultStatus(begun) == PGRES_COPY_IN else { return try unsafe check(begun) }
        let isSent = unsafe octets.withUnsafeBytes { all in
            // libpq grows its buffer by what it is given at once.
            stride(from: 0, to: all.count, by: 1 << 16).allSatisfy { start in
                let part = unsafe UnsafeRawBufferPointer(
                    rebasing: all[start..<min(start + 1 << 16, all.count)])
                return unsafe PQputCopyData(
                    handle, part.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(part.count)) == 1
            }
        }
        guard isSent, unsafe PQputCopyEnd(handle, nil) == 1 else {
            throw .away(unsafe Self.line(PQerrorMessage(handle)))
        }
        let ended = unsafe PQgetResult(handle)
        defer { unsafe PQclear(ended) }
        // There is one more result, which only says that there are no more.
        while let rest = unsafe PQgetResult(handle) { unsafe PQclear(rest) }
        try unsafe check(ended)
    }

    private func check(_ result: OpaquePointer?) throws(PostgresError) {
        let status = unsafe PQresultStatus(result)
        guard status != PGRES_COMMAND_OK, status != PGRES_TUPLES_OK, status != PGRES_EMPTY_QUERY else {
            return
        }
        let reason = unsafe Self.line(PQerrorMessage(handle))
        guard unsafe PQstatus(handle) == CONNECTION_OK, let letters = unsafe roost_pq_state(result) else {
            throw .away(reason)
        }
        let state = unsafe String(cString: letters)
        switch state.prefix(2) {
        case "21", "22", "23", "54": throw .badData(reason)
        // Being shut down or short of something: it passes.
        case "57", "53", "08", "58": throw .away(reason)
        default: throw .failed(state: state, reason)
        }
    }

    /// The first line of a message.
    private static func line(_ text: UnsafeMutablePointer<CChar>?) -> String {
        let words = unsafe text.map { unsafe String(cString: $0) } ?? "no reason given"
        return String(words.split(whereSeparator: \.isNewline).first ?? "no reason given")
    }

    /// Calls with the addresses of some texts.
    private func withPointers<Value>(
        _ texts: ArraySlice<[CChar]?>, _ pointers: [UnsafePointer<CChar>?],
        _ body: ([UnsafePointer<CChar>?]) -> Value
    ) -> Value {
        guard let first = texts.first else { return unsafe body(pointers) }
        guard let text = first else { return unsafe withPointers(texts.dropFirst(), pointers + [nil], body) }
        return unsafe text.withUnsafeBufferPointer { buffer in
            unsafe withPointers(texts.dropFirst(), pointers + [buffer.baseAddress], body)
        }
    }
}
