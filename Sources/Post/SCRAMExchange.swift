// SPDX-License-Identifier: Apache-2.0
// SCRAM-SHA-256 (RFC 5802, RFC 7677) from the client's side, without channel binding. The password never leaves this
// value, and a server that cannot prove that it knows the account is not believed. The hash functions are handed in.

/// The functions that SCRAM-SHA-256 rests on.
public struct SCRAMFunctions: Sendable {
    /// SHA-256.
    public var hash: @Sendable (_ octets: [UInt8]) -> [UInt8]
    /// HMAC-SHA-256.
    public var code: @Sendable (_ key: [UInt8], _ octets: [UInt8]) -> [UInt8]
    /// PBKDF2 with HMAC-SHA-256, one block long.
    public var stretch: @Sendable (_ password: [UInt8], _ salt: [UInt8], _ rounds: Int) -> [UInt8]

    /// Functions of a cryptographic library.
    public init(
        hash: @escaping @Sendable ([UInt8]) -> [UInt8],
        code: @escaping @Sendable ([UInt8], [UInt8]) -> [UInt8],
        stretch: @escaping @Sendable ([UInt8], [UInt8], Int) -> [UInt8]
    ) {
        self.hash = hash
        self.code = code
        self.stretch = stretch
    }
}

/// What one SCRAM log-in needs beside the account.
public struct SCRAMMeans: Sendable {
    /// Printable ASCII without a comma, used once, hard to guess.
    public var nonce: String
    /// The functions.
    public var functions: SCRAMFunctions

    /// The means of one log-in.
    public init(nonce: String, functions: SCRAMFunctions) {
        self.nonce = nonce
        self.functions = functions
    }
}

/// One exchange.
struct SCRAMExchange: Sendable {
    /// RFC 7677 4: fewer rounds are not taken.
    static let fewestRounds = 4_096
    /// More rounds would only keep this machine busy.
    static let mostRounds = 1_000_000

    /// What to say next.
    enum Answer: Equatable {
        case say(String)
        /// The server is proven: an empty answer, then the server's word counts.
        case proven
        /// The server's message makes no sense, or proves nothing.
        case senseless
    }

    private let user: String
    private let password: [UInt8]
    private let means: SCRAMMeans
    private var expectedProof: [UInt8]?
    /// Whether the server has proven that it knows the account.
    private(set) var isProven = false

    init(user: String, password: String, means: SCRAMMeans) {
        self.user = user
        self.password = Array(password.utf8)
        self.means = means
    }

    /// Whether SASLprep (RFC 4013) leaves both texts as they are: printable ASCII only. Others are not sent by SCRAM.
    static func canCarry(_ user: String, _ password: String) -> Bool {
        (user + password).utf8.allSatisfy { (0x20...0x7E).contains($0) }
    }

    /// The first message.
    var first: String { "n,," + bare }

    private var bare: String {
        "n=" + user.map { $0 == "=" ? "=3D" : $0 == "," ? "=2C" : "\($0)" }.joined() + ",r=\(means.nonce)"
    }

    /// The answer to a message of the server.
    mutating func answer(to message: String) -> Answer {
        if let expectedProof {
            guard message.hasPrefix("v="), Self.decode(message.dropFirst(2)) == expectedProof, !isProven
            else {
                return .senseless
            }
            isProven = true
            return .proven
        }
        let parts = message.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        // An "m=" in front announces what we do not know; it shows as a part that is not "r=".
        guard parts.count >= 3, parts[0].hasPrefix("r="), parts[1].hasPrefix("s="), parts[2].hasPrefix("i=")
        else {
            return .senseless
        }
        let nonce = parts[0].dropFirst(2)
        guard nonce.hasPrefix(means.nonce), nonce.utf8.count > means.nonce.utf8.count,
            nonce.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
            let salt = Self.decode(parts[1].dropFirst(2)),
            !salt.isEmpty, let rounds = Int(parts[2].dropFirst(2)),
            (Self.fewestRounds...Self.mostRounds).contains(rounds)
        else { return .senseless }
        let functions = means.functions
        let salted = functions.stretch(password, salt, rounds)
        let clientKey = functions.code(salted, Array("Client Key".utf8))
        let end = "c=biws,r=\(nonce)"
        let whole = Array("\(bare),\(message),\(end)".utf8)
        let signature = functions.code(functions.hash(clientKey), whole)
        guard signature.count == clientKey.count, !signature.isEmpty else { return .senseless }
        let proof = zip(clientKey, signature).map { $0 ^ $1 }
        expectedProof = functions.code(functions.code(salted, Array("Server Key".utf8)), whole)
        return .say("\(end),p=\(String(decoding: Base64.encode(proof), as: UTF8.self))")
    }

    /// Base64 that is written in exactly one way; nil for anything else.
    private static func decode(_ text: some StringProtocol) -> [UInt8]? {
        let octets = Base64.decode(text.utf8)
        return Base64.encode(octets).elementsEqual(text.utf8) ? octets : nil
    }
}
