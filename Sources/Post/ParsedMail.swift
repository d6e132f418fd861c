// SPDX-License-Identifier: Apache-2.0
// Any mail, taken apart for people and for tests: header fields, the text and HTML bodies, and attachments.
// It accepts whatever arrives, bounded in depth and number of parts; it judges nothing.

/// A mail taken apart.
public struct ParsedMail: Sendable, Equatable {
    /// The fields of the top header, unfolded and decoded, in order.
    public private(set) var headers: [MailHeader]
    /// The first plain text body, with LF line ends.
    public private(set) var text: String?
    /// The first HTML body, with LF line ends.
    public private(set) var html: String?
    /// Every other part that is no container.
    public private(set) var attachments: [MailAttachment] = []

    private static let deepestNesting = 10
    private static let mostParts = 200

    /// Takes octets apart; it accepts any.
    public init(_ octets: [UInt8]) {
        let (headers, body) = HeaderDecoding.split(octets[...])
        self.headers = headers
        // A list of work instead of recursion: hostile nesting is bounded by depth and by count.
        var work: [(headers: [MailHeader], body: ArraySlice<UInt8>, depth: Int)] = [(headers, body, 0)]
        var count = 0
        while let part = work.popLast(), count < Self.mostParts {
            count += 1
            let type = HeaderDecoding.parameters(Self.value("Content-Type", in: part.headers) ?? "text/plain")
            if type.value.hasPrefix("multipart/"), part.depth < Self.deepestNesting,
                let boundary = type.parameters["boundary"], !boundary.isEmpty
            {
                let parts = Self.parts(of: part.body, boundary: boundary).map { octets in
                    let (headers, body) = HeaderDecoding.split(octets)
                    return (headers, body, part.depth + 1)
                }
                work += parts.reversed()
            } else {
                keep(part.headers, part.body, type)
            }
        }
    }

    /// The first field with this name, whatever its case.
    public func header(_ name: String) -> String? { Self.value(name, in: headers) }
    /// The decoded Subject, or an empty text.
    public var subject: String { header("Subject") ?? "" }
    /// The decoded From, or an empty text.
    public var from: String { header("From") ?? "" }
    /// The decoded To, or an empty text.
    public var to: String { header("To") ?? "" }
    /// The Message-ID with its brackets, or an empty text.
    public var messageID: String { header("Message-ID") ?? "" }
    /// The Date as written, or an empty text.
    public var date: String { header("Date") ?? "" }

    private static func value(_ name: String, in headers: [MailHeader]) -> String? {
        let wanted = name.lowercased()
        return headers.first { $0.name.lowercased() == wanted }?.value
    }

    private mutating func keep(
        _ headers: [MailHeader], _ body: ArraySlice<UInt8>,
        _ type: (value: String, parameters: [String: String])
    ) {
        let encoding = HeaderDecoding.trim(Self.value("Content-Transfer-Encoding", in: headers) ?? "")
            .lowercased()
        let octets: [UInt8] =
            switch encoding {
            case "base64": Base64.decode(body)
            case "quoted-printable": QuotedPrintable.decode(body)
            default: Array(body)
            }
        let disposition = HeaderDecoding.parameters(Self.value("Content-Disposition", in: headers) ?? "")
        let name =
            HeaderDecoding.extended("filename", in: disposition.parameters)
            ?? HeaderDecoding.extended("name", in: type.parameters)
        let isFile = disposition.value == "attachment" || name != nil
        if !isFile, type.value == "text/plain", text == nil {
            let isFlowed = type.parameters["format"]?.lowercased() == "flowed"
            text = Self.readable(octets, type.parameters["charset"], isFlowed: isFlowed)
        } else if !isFile, type.value == "text/html", html == nil {
            html = Self.readable(octets, type.parameters["charset"])
        } else {
            let id = Self.value("Content-ID", in: headers)?.filter { $0 != "<" && $0 != ">" }
            attachments.append(
                MailAttachment(fileName: name ?? "", mediaType: type.value, octets: octets, contentID: id))
        }
    }

    private static func readable(_ octets: [UInt8], _ charset: String?, isFlowed: Bool = false) -> String {
        var text: [UInt8] = []
        let written = textLines(octets)
        let lines = isFlowed ? FlowedText.decode(written).map { $0[...] } : written
        for (index, line) in lines.enumerated() {
            text += line
            if index + 1 < lines.count || octets.last == 10 || octets.last == 13 { text.append(10) }
        }
        return Charset.decode(text, named: charset ?? "utf-8")
    }

    /// The parts between the boundary lines; a missing end boundary ends with the octets.
    private static func parts(of body: ArraySlice<UInt8>, boundary: String) -> [ArraySlice<UInt8>] {
        let mark = Array("--\(boundary)".utf8)
        var parts: [ArraySlice<UInt8>] = []
        var start: Int?
        var index = body.startIndex
        while index < body.endIndex, parts.count < mostParts {
            let end = body[index...].firstIndex(of: 10) ?? body.endIndex
            let line = body[index..<end]
            let next = min(end + 1, body.endIndex)
            if line.starts(with: mark) {
                let rest = line.dropFirst(mark.count)
                let isEnd = rest.starts(with: [45, 45])
                if isEnd || rest.allSatisfy({ $0 == 32 || $0 == 9 || $0 == 13 }) {
                    if let start { parts.append(withoutLineEnd(body[start..<index])) }
                    start = isEnd ? nil : next
                    if isEnd { return parts }
                }
            }
            index = next
        }
        if let start, start <= body.endIndex, parts.count < mostParts { parts.append(body[start...]) }
        return parts
    }

    private static func withoutLineEnd(_ part: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var part = part
        if part.last == 10 { part.removeLast() }
        if part.last == 13 { part.removeLast() }
        return part
    }
}
