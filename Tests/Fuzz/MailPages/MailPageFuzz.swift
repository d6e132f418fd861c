// SPDX-License-Identifier: Apache-2.0
// The entry of libFuzzer for mails that are written and read: whatever a draft holds, what is written is 7 bit with
// CRLF and comes back as it was, with no field that nobody wrote; a short alert never grows; a calendar gets no line
// more; and any octets can be taken apart. `Scripts/fuzz-mail` builds and runs it; SwiftPM does not know it.

import DockModel

@testable import Post

private func fail(_ what: String) -> Never { fatalError(what) }

/// Gives out pieces of the input.
private struct Source {
    var octets: ArraySlice<UInt8>

    mutating func octet() -> UInt8 { octets.popFirst() ?? 0 }

    mutating func piece() -> [UInt8] {
        let count = Int(octet()) << 3 | Int(octet() & 7)
        defer { octets = octets.dropFirst(count) }
        return Array(octets.prefix(count))
    }

    mutating func text() -> String { String(decoding: piece(), as: UTF8.self) }
}

/// The text with LF line ends and one at its end, as a mail carries it.
private func normal(_ text: String) -> String {
    var output: [UInt8] = [], isAfterReturn = false
    for octet in text.utf8 {
        if octet == 10, isAfterReturn {
            isAfterReturn = false
            continue
        }
        isAfterReturn = octet == 13
        output.append(octet == 13 ? 10 : octet)
    }
    if !output.isEmpty, output.last != 10 { output.append(10) }
    return String(decoding: output, as: UTF8.self)
}

private let names: Set<String> = [
    "date", "from", "to", "subject", "message-id", "in-reply-to", "references", "auto-submitted",
    "x-roost-test",
    "mime-version", "content-type", "content-transfer-encoding",
]

private func draft(_ source: inout Source) {
    let sort = source.octet()
    // An address that is refused is no mail.
    guard let from = try? MailAddress("dock@example.org"), let to = try? MailAddress("ops@example.org") else {
        return
    }
    var draft = MailDraft(
        from: Mailbox(name: sort & 1 == 0 ? nil : source.text(), address: from), to: [Mailbox(address: to)],
        subject: source.text(), text: source.text(), isFlowed: sort & 2 != 0,
        html: sort & 4 == 0 ? nil : source.text(),
        date: WallTime(seconds: 1_790_000_000), messageID: "<fuzz@example.org>")
    if sort & 8 != 0 { draft.extraHeaders = [MailHeader(name: "X-Roost-Test", value: source.text())] }
    if sort & 16 != 0 {
        draft.attachments = [
            MailAttachment(fileName: source.text(), mediaType: "application/json", octets: source.piece())
        ]
    }
    // A draft that is refused is refused: that is its right.
    guard let octets = try? draft.rendered() else { return }
    guard isWireForm(octets), octets.allSatisfy({ $0 < 0x80 }) else { fail("not in wire form") }
    let parsed = ParsedMail(octets)
    if parsed.subject != draft.subject, draft.subject.unicodeScalars.allSatisfy({ $0 != "\u{FFFD}" }),
        !draft.subject.contains("\t"),
        draft.subject.split(separator: " ").joined(separator: " ") == draft.subject
    {
        fail("the subject changed")
    }
    if parsed.text != normal(draft.text), !draft.text.contains("\0") { fail("the text changed") }
    if let html = draft.html, parsed.html != normal(html), !html.contains("\0") { fail("the page changed") }
    if parsed.attachments.map(\.octets) != draft.attachments.map(\.octets) { fail("a file changed") }
    for header in parsed.headers where !names.contains(header.name.lowercased()) {
        fail("a field that nobody wrote")
    }
    for name in ["from", "to", "subject", "message-id"]
    where parsed.headers.count(where: { $0.name.lowercased() == name }) != 1 { fail("a field twice") }
}

private func short(_ source: inout Source) {
    let alert = ShortAlert(
        dock: source.text(), severity: .critical, standing: .open, incident: source.text(),
        what: source.text(),
        time: WallTime(milliseconds: Int64(source.octet()) << 40), action: source.text(),
        reference: source.text())
    let text = Array(alert.text.utf8)
    guard text.count <= ShortAlert.mostOctets,
        text.allSatisfy({ (32...126).contains($0) || $0 == 13 || $0 == 10 })
    else { fail("a short alert that is not short") }
}

private func calendar(_ source: inout Source) {
    let event = CalendarEvent(
        uid: source.text(), sequence: Int(source.octet()), start: WallTime(seconds: 1_790_000_000),
        end: WallTime(seconds: 1_790_000_060), summary: source.text(), description: source.text(),
        location: source.text())
    let lines = event.text(at: WallTime(seconds: 1_790_000_000)).utf8.split(
        separator: 10, omittingEmptySubsequences: false)
    var properties = 0
    for line in lines.dropLast() {
        guard line.last == 13, line.count <= 76, line.dropLast().allSatisfy({ $0 >= 32 }) else {
            fail("a bad line")
        }
        if line.first != 32 { properties += 1 }
    }
    let wanted = 15 + (event.description.isEmpty ? 0 : 1) + (event.location.isEmpty ? 0 : 1)
    if properties != wanted { fail("a property that nobody wrote") }
}

/// Runs one input: what to do, then pieces with their lengths before them.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard count >= 1, count <= 16_384 else { return 0 }
    let octets = unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
    var source = Source(octets: octets.dropFirst())
    switch octets[0] & 7 {
    case 0: _ = ParsedMail(Array(octets.dropFirst()))
    case 1: short(&source)
    case 2: calendar(&source)
    default: draft(&source)
    }
    return 0
}
