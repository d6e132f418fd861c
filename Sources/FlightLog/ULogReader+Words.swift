// SPDX-License-Identifier: Apache-2.0
// The messages of a ULog that are not samples: formats, names and values, parameters, texts, subscriptions, lost
// times. A message that contradicts itself is damage, never an end.

/// What the log says in words and single values.
struct ULogWords {
    var hardware: String?
    var software: String?
    var system: String?
    private(set) var parameters = NameSet()
    var changedParameters = 0
    private(set) var texts = BoundedList<LoggedText>()
    private(set) var taggedTexts = 0
    private(set) var seriousTexts = 0
    private(set) var dropouts = 0
    private(set) var dropoutMilliseconds: UInt64 = 0

    mutating func takeParameter(_ name: NameHash) {
        parameters.insert(name, limit: FlightLogLimit.parameters)
    }

    mutating func takeText(
        _ bytes: RawSpan, from start: Int, to end: Int, level: UInt8, time: UInt64, isTagged: Bool
    ) {
        if level >= UInt8(ascii: "0"), level <= UInt8(ascii: "3") { seriousTexts += 1 }
        guard !isTagged else {
            taggedTexts += 1
            return
        }
        texts.append(
            LoggedText(
                microseconds: time, level: LoggedText.levelName(level),
                text: LogText.utf8(bytes.copied(from: start, to: min(end, start + FlightLogLimit.textBytes))))
        )
    }

    mutating func takeDropout(_ milliseconds: UInt16) {
        dropouts += 1
        dropoutMilliseconds &+= UInt64(milliseconds)
    }
}

extension ULogReader {
    /// Takes any message but a sample.
    mutating func takeOther(_ bytes: RawSpan, _ at: Int, end: Int, offset: UInt64) throws(FlightLogError) {
        let body = at + 3
        switch bytes.byte(at + 2) {
        case ULogMessage.format:
            if try !formats.define(bytes, from: body, to: end, at: offset) { isCorrupt = true }
        case ULogMessage.add: try subscribe(bytes, from: body, to: end, offset: offset)
        case ULogMessage.word: takeWord(bytes, from: body, to: end)
        case ULogMessage.parameter: takeParameter(bytes, from: body, to: end)
        case ULogMessage.text:
            isInDefinitions = false
            words.takeText(
                bytes, from: body + 9, to: end, level: bytes.byte(body),
                time: bytes.word(body + 1, as: UInt64.self),
                isTagged: false)
        case ULogMessage.taggedText:
            isInDefinitions = false
            words.takeText(
                bytes, from: body + 11, to: end, level: bytes.byte(body),
                time: bytes.word(body + 3, as: UInt64.self),
                isTagged: true)
        case ULogMessage.dropout where !isInDefinitions: words.takeDropout(bytes.word(body, as: UInt16.self))
        case ULogMessage.flags: try takeFlags(bytes, body, offset: offset)
        default: break
        }
    }

    /// Flags that must be known, and where further parts begin.
    private mutating func takeFlags(_ bytes: RawSpan, _ body: Int, offset: UInt64) throws(FlightLogError) {
        // Only the first message of a log sets flags; elsewhere it is damage.
        guard offset == UInt64(Self.headerLength) else {
            isCorrupt = true
            return
        }
        for index in 0..<8 {
            let byte = bytes.byte(body + 8 + index)
            let known: UInt8 = index == 0 ? 1 : 0
            guard byte & ~known == 0 else {
                throw .unknownFlag(byte: byte, offset: offset + 11 + UInt64(index))
            }
        }
        guard bytes.byte(body + 8) & 1 == 1 else { return }
        var previous = offset
        for index in 0..<3 {
            let part = bytes.word(body + 16 + 8 * index, as: UInt64.self)
            guard part != 0 else { break }
            guard part > previous, part <= FlightLogLimit.bytes else {
                isCorrupt = true
                break
            }
            appendedOffsets.append(part)
            previous = part
        }
    }

    /// The places of type, name and value in `char[3] ver_hw…`; nil when it is not of that form.
    private mutating func keyed(_ bytes: RawSpan, from body: Int, to end: Int)
        -> (type: Range<Int>, name: Range<Int>, value: Range<Int>)?
    {
        let key = body + 1
        let keyEnd = key + Int(bytes.byte(body))
        guard keyEnd <= end, body < end else { return nil }
        let space = bytes.place(of: UInt8(ascii: " "), from: key, to: keyEnd)
        guard space > key, space < keyEnd else { return nil }
        let nameEnd = bytes.place(of: UInt8(ascii: " "), from: space + 1, to: keyEnd)
        return (key..<space, space + 1..<nameEnd, keyEnd..<end)
    }

    private mutating func takeWord(_ bytes: RawSpan, from body: Int, to end: Int) {
        guard let parts = keyed(bytes, from: body, to: end) else {
            isCorrupt = true
            return
        }
        let name = NameHash(bytes, from: parts.name.lowerBound, to: parts.name.upperBound)
        let wanted: WritableKeyPath<ULogWords, String?>
        switch name {
        case ULogNames.hardware: wanted = \.hardware
        case ULogNames.software: wanted = \.software
        case ULogNames.system: wanted = \.system
        default: return
        }
        guard bytes.copied(from: parts.type.lowerBound, to: parts.type.lowerBound + 5) == Array("char[".utf8)
        else {
            return
        }
        let last = min(parts.value.upperBound, parts.value.lowerBound + FlightLogLimit.textBytes)
        words[keyPath: wanted] = LogText.utf8(bytes.copied(from: parts.value.lowerBound, to: last))
    }

    private mutating func takeParameter(_ bytes: RawSpan, from body: Int, to end: Int) {
        guard let parts = keyed(bytes, from: body, to: end),
            parts.value.count >= ULogFormats.basic(
                NameHash(bytes, from: parts.type.lowerBound, to: parts.type.upperBound))?.width ?? 0
        else {
            isCorrupt = true
            return
        }
        if isInDefinitions {
            words.takeParameter(NameHash(bytes, from: parts.name.lowerBound, to: parts.name.upperBound))
        } else {
            words.changedParameters += 1
        }
    }

    /// A topic begins: from here on a number stands for it.
    private mutating func subscribe(_ bytes: RawSpan, from body: Int, to end: Int, offset: UInt64)
        throws(FlightLogError)
    {
        isInDefinitions = false
        let instance = bytes.byte(body)
        let id = bytes.word(body + 1, as: UInt16.self)
        let name = NameHash(bytes, from: body + 3, to: end)
        let known = directory.index(of: id)
        if known >= 0, directory.datasets[known].name == name, directory.datasets[known].instance == instance
        {
            return
        }
        let kind = ULogTopicKind.named(name)
        guard
            let layout = formats.layout(of: name, wanted: [[ULogNames.timestamp]] + ULogNames.wanted(kind)),
            layout.leastSize > 0
        else {
            isCorrupt = true
            return
        }
        guard directory.datasets.count < FlightLogLimit.datasets else {
            throw .tooMany(what: "subscriptions", limit: FlightLogLimit.datasets, offset: offset)
        }
        let place = topics.open(kind, instance: instance, fields: Array(layout.fields.dropFirst()))
        directory.add(
            ULogDataset(
                name: name, instance: instance, leastSize: layout.leastSize,
                greatestSize: layout.greatestSize,
                timestamp: layout.fields[0], kind: place == nil ? .other : kind, slot: place?.slot ?? 0,
                firstField: place?.firstField ?? 0), id: id)
    }

    /// Whether a message found behind damage is formed as loggers form it.
    mutating func isStrictlyFormed(_ bytes: RawSpan, _ at: Int, type: UInt8, size: Int) -> Bool {
        let body = at + 3, end = at + 3 + size
        switch type {
        case ULogMessage.data: return true
        case ULogMessage.sync:
            return size == 8
                && ULogMessage.syncMagic.indices.allSatisfy {
                    bytes.byte(body + $0) == ULogMessage.syncMagic[$0]
                }
        case ULogMessage.dropout, ULogMessage.remove: return size == 2
        case ULogMessage.flags: return false
        case ULogMessage.text, ULogMessage.taggedText:
            return bytes.byte(body) >= UInt8(ascii: "0") && bytes.byte(body) <= UInt8(ascii: "7")
        case ULogMessage.word, ULogMessage.parameter: return hasBasicKey(bytes, from: body, to: end)
        case ULogMessage.words, ULogMessage.parameterDefault:
            return hasBasicKey(bytes, from: body + 1, to: end)
        case ULogMessage.add:
            return size <= 259 && formats.isDefined(NameHash(bytes, from: body + 3, to: end))
        case ULogMessage.format:
            // Not all of a long format may be here yet; its start says enough.
            return (body..<min(end, body + 128)).contains { bytes.byte($0) == UInt8(ascii: ":") }
                && (body..<min(end, body + 8)).allSatisfy { bytes.byte($0) > 32 && bytes.byte($0) < 127 }
        default: return false
        }
    }

    private mutating func hasBasicKey(_ bytes: RawSpan, from body: Int, to end: Int) -> Bool {
        guard let parts = keyed(bytes, from: body, to: end) else { return false }
        var typeEnd = parts.type.lowerBound
        while typeEnd < parts.type.upperBound, bytes.byte(typeEnd) != UInt8(ascii: "[") { typeEnd += 1 }
        return ULogFormats.basic(NameHash(bytes, from: parts.type.lowerBound, to: typeEnd)) != nil
    }
}
