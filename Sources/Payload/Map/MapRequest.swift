// SPDX-License-Identifier: Apache-2.0
// A request to a map server and the octets that answered it, as plain values. Whoever sends them adds nothing to them;
// secrets are in them, so that none of them belongs into a log.

/// What a request carries.
public enum MapBody: Sendable, Equatable {
    /// Nothing.
    case none
    /// Fields as application/x-www-form-urlencoded.
    case form([MapField])
    /// Fields and at most one picture as multipart/form-data.
    case parts([MapField], image: MapImage?)
}

/// A name with its value.
public struct MapField: Sendable, Equatable {
    /// The name.
    public var name: String
    /// The value.
    public var value: String

    /// A field.
    public init(_ name: String, _ value: String) { (self.name, self.value) = (name, value) }
}

/// A request to a map server.
public struct MapRequest: Sendable, Equatable {
    /// "GET" or "POST".
    public var method: String
    /// The path with its query, below the server's address.
    public var target: String
    /// Fields of the head.
    public var head: [MapField] = []
    /// What it carries.
    public var body = MapBody.none
    /// Octets of the longest answer that is read.
    public var longestAnswer = MapRequest.shortAnswer

    /// Octets of an answer about one task.
    public static let shortAnswer = 1 << 20

    /// A request.
    public init(_ method: String, _ target: String) { (self.method, self.target) = (method, target) }

    /// A text as it may stand in a path or a query: every octet but the unreserved ones of RFC 3986 escaped.
    public static func escaped(_ text: String) -> String {
        var output = ""
        for octet in text.utf8 {
            switch octet {
            case 48...57, 65...90, 97...122, 45, 46, 95, 126:
                output.unicodeScalars.append(Unicode.Scalar(octet))
            default:
                let digits = String(octet, radix: 16, uppercase: true)
                output += "%" + (digits.count == 1 ? "0" : "") + digits
            }
        }
        return output
    }

    /// Fields as application/x-www-form-urlencoded.
    public static func form(_ fields: [MapField]) -> [UInt8] {
        Array(fields.map { "\(escaped($0.name))=\(escaped($0.value))" }.joined(separator: "&").utf8)
    }

    /// Fields as multipart/form-data up to the octets of the picture, and what follows them. A name or value may hold
    /// anything: quotation marks and line ends are escaped as browsers do.
    public static func parts(
        _ fields: [MapField], image: MapImage?, boundary: String
    ) -> (before: [UInt8], after: [UInt8]) {
        func plain(_ text: String) -> String {
            var output = ""
            for scalar in text.unicodeScalars {
                switch scalar {
                case "\"": output += "%22"
                case "\r": output += "%0D"
                case "\n": output += "%0A"
                default: output.unicodeScalars.append(scalar)
                }
            }
            return output
        }
        var text = ""
        for field in fields {
            text += "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(plain(field.name))\"\r\n\r\n"
            text += "\(field.value)\r\n"
        }
        guard let image else { return (Array("\(text)--\(boundary)--\r\n".utf8), []) }
        text +=
            "--\(boundary)\r\nContent-Disposition: form-data; name=\"images\"; filename=\"\(plain(image.name))\"\r\n"
        text += "Content-Type: application/octet-stream\r\n\r\n"
        return (Array(text.utf8), Array("\r\n--\(boundary)--\r\n".utf8))
    }
}

/// What a server answered.
public struct MapAnswer: Sendable, Equatable {
    /// The HTTP status.
    public var status: Int
    /// The body, as far as it may be read.
    public var body: [UInt8]

    /// An answer.
    public init(status: Int, body: [UInt8]) { (self.status, self.body) = (status, body) }
}
