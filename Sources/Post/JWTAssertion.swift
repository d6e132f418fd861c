// SPDX-License-Identifier: Apache-2.0
// The statement a client signs in place of a secret (RFC 7519, RFC 7523): header, claims and their encoding. The
// signature is handed in; no key ever comes here.

import DockModel

/// A JSON Web Token before it is signed.
public struct JWTAssertion: Sendable, Equatable {
    /// How the signature is made (RFC 7518 3.1).
    public enum Algorithm: String, Sendable, Equatable, CaseIterable {
        /// RSASSA-PKCS1-v1_5 with SHA-256.
        case rs256 = "RS256"
        /// RSASSA-PSS with SHA-256; Microsoft recommends it.
        case ps256 = "PS256"
    }

    /// How long a statement is good for: long enough for a slow link, short enough to be worthless when stolen.
    public static let lifetime = Duration.seconds(600)
    /// The statement is valid from this long before it was made: clocks differ.
    static let clockLeeway = Duration.seconds(60)

    /// How it is signed.
    public var algorithm: Algorithm
    /// SHA-256 of the certificate (DER) that names the key, for servers that know keys by certificates.
    public var certificateDigest: [UInt8]?
    /// The name of the key, for servers that know keys by name.
    public var keyID: String?
    /// Who states: client id or service account.
    public var issuer: String
    /// About whom; nil when the server wants none.
    public var subject: String?
    /// For whom: the token endpoint.
    public var audience: String
    /// A number used once; nil when the server wants none.
    public var unique: String?
    /// What is asked for (Google's service accounts).
    public var scope: String?

    /// A client's proof to a token endpoint (RFC 7523 3): issuer and subject are the client.
    public static func clientProof(
        id: String, endpoint: String, algorithm: Algorithm, certificateDigest: [UInt8], unique: String
    ) -> JWTAssertion {
        JWTAssertion(
            algorithm: algorithm, certificateDigest: certificateDigest, keyID: nil, issuer: id, subject: id,
            audience: endpoint, unique: unique, scope: nil)
    }

    /// The statement of a Google service account that sends for `user`; needs domain-wide delegation there.
    public static func serviceAccount(
        address: String, keyID: String?, user: String, endpoint: String, scope: String
    ) -> JWTAssertion {
        JWTAssertion(
            algorithm: .rs256, certificateDigest: nil, keyID: keyID, issuer: address, subject: user,
            audience: endpoint, unique: nil, scope: scope)
    }

    /// The signed statement, made at `now`.
    public func signed(at now: WallTime, by sign: ([UInt8]) throws -> [UInt8]) rethrows -> String {
        let head =
            Base64.encodeForURL(Array(header.utf8)) + "." + Base64.encodeForURL(Array(claims(at: now).utf8))
        return head + "." + Base64.encodeForURL(try sign(Array(head.utf8)))
    }

    private var header: String {
        var members = ["\"alg\":\"\(algorithm.rawValue)\"", "\"typ\":\"JWT\""]
        if let keyID { members.append("\"kid\":\(JSONNode.quoted(keyID))") }
        if let certificateDigest {
            members.append("\"x5t#S256\":\"\(Base64.encodeForURL(certificateDigest))\"")
        }
        return "{\(members.joined(separator: ","))}"
    }

    private func claims(at now: WallTime) -> String {
        let seconds = now.milliseconds / 1_000
        let from = seconds - Self.clockLeeway.components.seconds
        var members = ["\"iss\":\(JSONNode.quoted(issuer))", "\"aud\":\(JSONNode.quoted(audience))"]
        if let subject { members.append("\"sub\":\(JSONNode.quoted(subject))") }
        if let scope { members.append("\"scope\":\(JSONNode.quoted(scope))") }
        if let unique {
            members.append("\"jti\":\(JSONNode.quoted(unique))")
            members.append("\"nbf\":\(from)")
        }
        members.append("\"iat\":\(unique == nil ? from : seconds)")
        members.append("\"exp\":\(seconds + Self.lifetime.components.seconds)")
        return "{\(members.joined(separator: ","))}"
    }
}

extension Base64 {
    /// The alphabet of URLs, without padding (RFC 4648 5).
    static func encodeForURL(_ octets: [UInt8]) -> String {
        String(
            encode(octets).compactMap { octet -> Character? in
                switch octet {
                case UInt8(ascii: "+"): "-"
                case UInt8(ascii: "/"): "_"
                case UInt8(ascii: "="): nil
                default: Character(Unicode.Scalar(octet))
                }
            })
    }
}
