// SPDX-License-Identifier: Apache-2.0
// An account at a token provider: endpoints, scope, who asks and with what proof. Secrets are read from their guarded
// places at the moment of use and never kept here.

internal import DockModel
public import Post

/// Reads one secret at the moment of use.
public typealias SecretReader = @Sendable () throws -> String

/// An account at a token provider.
public struct TokenAccount: Sendable {
    /// How a token comes about.
    public enum Way: Sendable {
        /// With the refresh token of a log-in; `seed` reads one that was put into a file by hand.
        case refreshToken(seed: SecretReader?)
        /// The client is the account.
        case clientCredentials
        /// A Google service account that sends for `user`; the reader gives the provider's JSON key file.
        case serviceAccount(file: SecretReader, user: String)
    }

    /// How the client proves itself.
    public enum Proof: Sendable {
        /// Not at all: a public client.
        case none
        /// By a secret; `inForm` for providers that take it only there.
        case secret(SecretReader, inForm: Bool)
        /// By a key and the certificate that names it, both PEM.
        case certificate(key: SecretReader, certificate: SecretReader, algorithm: JWTAssertion.Algorithm)
    }

    /// The client id.
    public var clientID: String
    /// The proof.
    public var proof: Proof
    /// How a token comes about.
    public var way: Way
    /// What the token is to allow.
    public var scope: String
    /// Where tokens come from.
    public var tokenURL: String
    /// Where device codes come from; nil when the provider has none.
    public var deviceURL: String?

    /// An account.
    public init(
        clientID: String, proof: Proof, way: Way, scope: String, tokenURL: String, deviceURL: String? = nil
    ) {
        self.clientID = clientID
        self.proof = proof
        self.way = way
        self.scope = scope
        self.tokenURL = tokenURL
        self.deviceURL = deviceURL
    }

    /// Tells the tokens of this account from those of another; it holds no secret.
    var name: String {
        let words: String =
            switch way {
            case .refreshToken: "refresh"
            case .clientCredentials: "client"
            case .serviceAccount(_, let user): "service \(user)"
            }
        return fingerprint(of: [words, clientID, tokenURL, scope].joined(separator: "\n"))
    }

    /// The client with its proof, made now.
    func client(at now: WallTime, for endpoint: String) throws -> OAuthClient {
        switch proof {
        case .none: return OAuthClient(id: clientID)
        case .secret(let read, let inForm):
            let secret = try read()
            return OAuthClient(id: clientID, proof: inForm ? .form(secret: secret) : .basic(secret: secret))
        case .certificate(let key, let certificate, let algorithm):
            let key = try SigningKey(pem: try key())
            let statement = JWTAssertion.clientProof(
                id: clientID, endpoint: endpoint, algorithm: algorithm,
                certificateDigest: try key.digest(ofCertificate: try certificate()), unique: Self.unique())
            return OAuthClient(
                id: clientID,
                proof: .assertion(try statement.signed(at: now) { try key.sign($0, by: algorithm) }))
        }
    }

    /// The request for a token, made now. `refresh` is the refresh token at hand.
    func request(refresh: String?, at now: WallTime) throws -> OAuthRequest {
        switch way {
        case .refreshToken:
            guard let refresh else { throw TokenAccountError.noRefreshToken }
            return OAuthRequest(
                token: .refreshToken(refresh), scope: scope, client: try client(at: now, for: tokenURL),
                url: tokenURL)
        case .clientCredentials:
            return OAuthRequest(
                token: .clientCredentials, scope: scope, client: try client(at: now, for: tokenURL),
                url: tokenURL)
        case .serviceAccount(let file, let user):
            let account = try ServiceAccountFile(try file())
            let statement = JWTAssertion.serviceAccount(
                address: account.address, keyID: account.keyID, user: user, endpoint: tokenURL, scope: scope)
            let key = try SigningKey(pem: account.key)
            let signed = try statement.signed(at: now) { try key.sign($0, by: .rs256) }
            return OAuthRequest(
                token: .assertion(signed), scope: scope, client: OAuthClient(id: ""), url: tokenURL)
        }
    }

    private static func unique() -> String {
        String(UInt64.random(in: 0 ... .max), radix: 36) + String(UInt64.random(in: 0 ... .max), radix: 36)
    }
}

/// Why a request cannot be made.
public enum TokenAccountError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Nobody has logged in yet.
    case noRefreshToken
    /// The key file is not what the provider gives.
    case badServiceAccount(String)

    /// What is wrong and what to do.
    public var description: String {
        switch self {
        case .noRefreshToken: "nobody has logged in yet; run: roost mail login"
        case .badServiceAccount(let what): "the service account's key file \(what); download it again as JSON"
        }
    }
}

/// The key file of a Google service account.
struct ServiceAccountFile {
    let address: String
    let key: String
    let keyID: String?

    init(_ text: String) throws(TokenAccountError) {
        guard let node = JSONNode(Array(text.utf8)) else { throw .badServiceAccount("is no JSON document") }
        guard node["type"]?.text == "service_account" else {
            throw .badServiceAccount("is not of a service account")
        }
        guard let address = node["client_email"]?.text, let key = node["private_key"]?.text else {
            throw .badServiceAccount("lacks client_email or private_key")
        }
        (self.address, self.key, keyID) = (address, key, node["private_key_id"]?.text)
    }
}
