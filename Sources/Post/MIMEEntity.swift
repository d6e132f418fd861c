// SPDX-License-Identifier: Apache-2.0
// Content with its Content- fields, and the two envelopes of S/MIME around it (RFC 8551). The cryptography is done
// elsewhere; here is only the form, in 7 bit with CRLF.

/// Content-Type and its companions, an empty line, the content.
public struct MIMEEntity: Sendable, Equatable {
    /// All octets; what a signature covers.
    public var octets: [UInt8]

    /// An entity of its octets.
    public init(octets: [UInt8]) { self.octets = octets }

    /// This entity with a detached signature (CMS SignedData in DER, SHA-256) behind it; readers without S/MIME still
    /// show it. `seed` makes the boundary, such as the Message-ID.
    public func signed(_ signature: [UInt8], seed: String) -> MIMEEntity {
        let boundary = "=_roost_signed_\(Self.hash(seed))"
        // The CRLF before a boundary belongs to the boundary, so the signature covers the octets as they are.
        var output = Array(
            ("Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\";\r\n"
                + " micalg=sha-256; boundary=\"\(boundary)\"\r\n\r\n--\(boundary)\r\n").utf8)
        output += octets
        output += Array(
            ("\r\n--\(boundary)\r\nContent-Type: application/pkcs7-signature; name=\"smime.p7s\"\r\n"
                + "Content-Transfer-Encoding: base64\r\n"
                + "Content-Disposition: attachment; filename=\"smime.p7s\"\r\n\r\n").utf8)
        output += Base64.encodeLines(signature)
        return MIMEEntity(octets: output + Array("\r\n--\(boundary)--\r\n".utf8))
    }

    /// An entity that only its recipients can open (CMS EnvelopedData in DER).
    public static func enveloped(_ envelope: [UInt8]) -> MIMEEntity {
        let fields =
            "Content-Type: application/pkcs7-mime; smime-type=enveloped-data;\r\n name=\"smime.p7m\"\r\n"
            + "Content-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=\"smime.p7m\"\r\n\r\n"
        return MIMEEntity(octets: Array(fields.utf8) + Base64.encodeLines(envelope))
    }

    /// A text in few letters, the same in every run (FNV-1a, 64 bits), for the boundaries between parts.
    static func hash(_ text: String) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for octet in text.utf8 { hash = (hash ^ UInt64(octet)) &* 0x100_0000_01b3 }
        return String(hash, radix: 36)
    }
}
