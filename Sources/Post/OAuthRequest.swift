// SPDX-License-Identifier: Apache-2.0
// What is said to a token endpoint (RFC 6749, RFC 7523, RFC 8628): the form of each grant and how the client proves
// itself. It sends nothing; secrets stand in the body or in one header and in no description.

/// How the client proves itself to the token endpoint.
public enum OAuthClientProof: Sendable, Equatable {
    /// A public client: its id alone.
    case none
    /// A secret in the Authorization header, as RFC 6749 2.3.1 asks every server to take it.
    case basic(secret: String)
    /// A secret in the form; some servers take it only there.
    case form(secret: String)
    /// A JWT signed by the client's key (RFC 7523 2.2).
    case assertion(String)
}

/// Who asks for a token.
public struct OAuthClient: Sendable, Equatable {
    /// The client id the provider gave.
    public var id: String
    /// Its proof.
    public var proof: OAuthClientProof

    /// A client; a Google service account has no id of its own and leaves it empty.
    public init(id: String, proof: OAuthClientProof = .none) {
        self.id = id
        self.proof = proof
    }
}

/// What a token is asked for with.
public enum OAuthGrant: Sendable, Equatable {
    /// The long-lived token of an earlier log-in (RFC 6749 6).
    case refreshToken(String)
    /// The client itself is the account (RFC 6749 4.4).
    case clientCredentials
    /// A log-in that a person confirms elsewhere (RFC 8628 3.4).
    case deviceCode(String)
    /// A signed statement about the account (RFC 7523 2.1), as Google's service accounts send it.
    case assertion(String)

    /// The value of `grant_type`.
    var name: String {
        switch self {
        case .refreshToken: "refresh_token"
        case .clientCredentials: "client_credentials"
        case .deviceCode: "urn:ietf:params:oauth:grant-type:device_code"
        case .assertion: "urn:ietf:params:oauth:grant-type:jwt-bearer"
        }
    }
}

/// One POST to an endpoint.
public struct OAuthRequest: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// Where it goes; always https.
    public var url: String
    /// The value of Authorization; nil when the proof is in the form.
    public var authorization: String?
    /// The body, application/x-www-form-urlencoded.
    public var body: [UInt8]

    /// A request for a token.
    public init(token grant: OAuthGrant, scope: String, client: OAuthClient, url: String) {
        var form = [("grant_type", grant.name)]
        switch grant {
        case .refreshToken(let token): form += [("refresh_token", token)]
        case .clientCredentials: break
        case .deviceCode(let code): form += [("device_code", code)]
        case .assertion(let statement): form += [("assertion", statement)]
        }
        // The scope of a code is fixed when the code is given, that of an assertion stands inside it.
        switch grant {
        case .refreshToken, .clientCredentials: if !scope.isEmpty { form += [("scope", scope)] }
        case .deviceCode, .assertion: break
        }
        self.init(form: form, client: client, url: url)
    }

    /// A request for a device code (RFC 8628 3.1).
    public init(deviceCodeWithScope scope: String, client: OAuthClient, url: String) {
        self.init(form: scope.isEmpty ? [] : [("scope", scope)], client: client, url: url)
    }

    private init(form: [(String, String)], client: OAuthClient, url: String) {
        self.url = url
        var form = form
        switch client.proof {
        case .none:
            if !client.id.isEmpty { form += [("client_id", client.id)] }
        case .basic(let secret):
            // RFC 6749 2.3.1: id and secret are form-encoded before they are joined.
            let pair = "\(FormEncoding.encode(client.id)):\(FormEncoding.encode(secret))"
            authorization = "Basic " + String(decoding: Base64.encode(Array(pair.utf8)), as: UTF8.self)
        case .form(let secret):
            form += [("client_id", client.id), ("client_secret", secret)]
        case .assertion(let statement):
            form += [("client_id", client.id)]
            form += [("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")]
            form += [("client_assertion", statement)]
        }
        body = Array(FormEncoding.encode(form).utf8)
    }

    /// Where it goes; never what it says.
    public var description: String { "POST \(url)" }
    /// Where it goes; never what it says.
    public var debugDescription: String { description }
    /// Where it goes; never what it says.
    public var customMirror: Mirror { Mirror(self, children: ["url": url]) }
}

/// The encoding of forms (WHATWG URL, application/x-www-form-urlencoded).
enum FormEncoding {
    /// Names and values joined with "=" and "&".
    static func encode(_ form: [(String, String)]) -> String {
        form.map { "\(encode($0.0))=\(encode($0.1))" }.joined(separator: "&")
    }

    /// One name or value.
    static func encode(_ text: String) -> String {
        var output: [UInt8] = []
        for octet in text.utf8 {
            switch octet {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2A, 0x2D, 0x2E, 0x5F: output.append(octet)
            case 0x20: output.append(UInt8(ascii: "+"))
            default: output += [37, hexadecimal[Int(octet >> 4)], hexadecimal[Int(octet & 15)]]
            }
        }
        return String(decoding: output, as: UTF8.self)
    }
}
