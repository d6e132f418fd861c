// SPDX-License-Identifier: Apache-2.0
// The formats of a ULog: which field stands where. A format is kept as its bytes and looked into when a topic uses it.
// A format that nests itself, or is larger than a message can be, has no size and so no data.

/// The formats that a log has defined so far.
struct ULogFormats {
    /// Deepest nesting of types.
    static let deepestNesting = 16
    /// The most bytes that the data of one message has.
    static let longestBody = 65_533

    private var text: [UInt8] = []
    private var places: [NameHash: Range<Int>] = [:]
    /// Sizes of formats that were computed; nil for one without a size.
    private var sizes: [NameHash: Int?] = [:]
    /// Layouts that were made; the wanted fields of a topic are always the same ones.
    private var layouts: [NameHash: Layout] = [:]

    /// One field as its format declares it.
    struct Field {
        var type: NameHash
        var elements: Int
        var name: NameHash
        var isPadding: Bool
    }

    /// What a topic's data looks like.
    struct Layout {
        /// Bytes without the padding at the end.
        var leastSize: Int
        var greatestSize: Int
        /// The wanted fields, in the order they were asked for.
        var fields: [FieldPlan]
    }

    /// Keeps a format.
    /// - Returns: whether it is one: a name, a colon, fields.
    mutating func define(_ bytes: RawSpan, from start: Int, to end: Int, at offset: UInt64)
        throws(FlightLogError)
        -> Bool
    {
        let colon = bytes.place(of: UInt8(ascii: ":"), from: start, to: end)
        guard colon < end, colon > start else { return false }
        guard text.count + end - colon <= FlightLogLimit.formatBytes else {
            throw .tooMany(what: "bytes of formats", limit: FlightLogLimit.formatBytes, offset: offset)
        }
        guard places.count < FlightLogLimit.formats else {
            throw .tooMany(what: "formats", limit: FlightLogLimit.formats, offset: offset)
        }
        let first = text.count
        text.append(bytes, from: colon + 1, to: end)
        places[NameHash(bytes, from: start, to: colon)] = first..<text.count
        if !sizes.isEmpty { sizes.removeAll(keepingCapacity: true) }
        if !layouts.isEmpty { layouts.removeAll(keepingCapacity: true) }
        return true
    }

    /// Whether a format of that name is known.
    func isDefined(_ name: NameHash) -> Bool { places[name] != nil }

    /// The layout of a topic; nil when its format is unknown or makes no sense.
    /// - Parameter wanted: for each wanted field its names, the best one first.
    mutating func layout(of name: NameHash, wanted: [[NameHash]]) -> Layout? {
        if let known = layouts[name] { return known }
        guard let fields = fields(of: name) else { return nil }
        let names = wanted.enumerated().flatMap { index, names in
            names.enumerated().map { (hash: $1, index: index, rank: $0) }
        }
        var plans = [FieldPlan](repeating: .absent, count: wanted.count)
        var ranks = [Int](repeating: Int.max, count: wanted.count)
        var size = 0, sizeWithoutPadding = 0
        for field in fields {
            let type = ULogFormats.basic(field.type)
            guard let width = type?.width ?? self.size(of: field.type, depth: 1) else { return nil }
            if let type {
                for name in names where name.hash == field.name && name.rank < ranks[name.index] {
                    plans[name.index] = FieldPlan(offset: Int32(size), type: type)
                    ranks[name.index] = name.rank
                }
            }
            let (bytes, tooLarge) = width.multipliedReportingOverflow(by: field.elements)
            guard !tooLarge, bytes <= Self.longestBody - size else { return nil }
            size += bytes
            if !field.isPadding { sizeWithoutPadding = size }
        }
        let layout = Layout(leastSize: sizeWithoutPadding, greatestSize: size, fields: plans)
        layouts[name] = layout
        return layout
    }

    /// Bytes of a format, padding and all.
    private mutating func size(of name: NameHash, depth: Int) -> Int? {
        if let known = sizes[name] { return known }
        guard depth < Self.deepestNesting, let fields = fields(of: name) else { return nil }
        var size = 0
        for field in fields {
            let width = ULogFormats.basic(field.type)?.width ?? self.size(of: field.type, depth: depth + 1)
            let product = width?.multipliedReportingOverflow(by: field.elements)
            guard let product, !product.overflow, product.partialValue <= Self.longestBody - size else {
                sizes[name] = .some(nil)
                return nil
            }
            size += product.partialValue
        }
        sizes[name] = size
        return size
    }

    /// The declared fields of a format.
    private func fields(of name: NameHash) -> [Field]? {
        guard let place = places[name] else { return nil }
        let bytes = unsafe text.span.bytes
        var fields: [Field] = []
        fields.reserveCapacity(32)
        var start = place.lowerBound
        while start < place.upperBound {
            let end = bytes.place(of: UInt8(ascii: ";"), from: start, to: place.upperBound)
            if end > start {
                guard let field = Self.field(bytes, from: start, to: end) else { return nil }
                fields.append(field)
            }
            start = end + 1
        }
        return fields
    }

    /// A field out of `float[3] accel`.
    private static func field(_ bytes: RawSpan, from start: Int, to end: Int) -> Field? {
        let gap = bytes.place(of: UInt8(ascii: " "), from: start, to: end)
        let typeEnd = bytes.place(of: UInt8(ascii: "["), from: start, to: gap)
        var at = typeEnd
        var elements = 1
        if at < end, bytes.byte(at) == UInt8(ascii: "[") {
            at += 1
            elements = 0
            var digits = 0
            while at < end, let digit = digit(bytes.byte(at)), digits < 6 {
                elements = elements * 10 + digit
                digits += 1
                at += 1
            }
            guard digits > 0, at < end, bytes.byte(at) == UInt8(ascii: "]"), elements <= 0xFFFF else {
                return nil
            }
            // The reference reader takes a length of zero as no array at all.
            elements = max(1, elements)
            at += 1
        }
        guard at < end, bytes.byte(at) == UInt8(ascii: " "), typeEnd > start else { return nil }
        let nameStart = at + 1
        let nameEnd = bytes.place(of: UInt8(ascii: " "), from: nameStart, to: end)
        return Field(
            type: NameHash(bytes, from: start, to: typeEnd), elements: elements,
            name: NameHash(bytes, from: nameStart, to: nameEnd),
            isPadding: nameEnd - nameStart >= 8 && bytes.word(nameStart, as: UInt64.self) == padding)
    }

    /// `_padding` as it stands in eight bytes.
    private static let padding = "_padding".utf8.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }

    private static func digit(_ byte: UInt8) -> Int? {
        byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") ? Int(byte - UInt8(ascii: "0")) : nil
    }

    /// A type that is not made of others.
    static func basic(_ type: NameHash) -> FieldType? {
        for known in basics where known.name == type { return known.type }
        return nil
    }

    /// The ones that logs use most come first.
    private static let basics: [(name: NameHash, type: FieldType)] = [
        (NameHash("float"), .float), (NameHash("int32_t"), .int32), (NameHash("uint8_t"), .uint8),
        (NameHash("uint64_t"), .uint64), (NameHash("bool"), .int8), (NameHash("uint32_t"), .uint32),
        (NameHash("uint16_t"), .uint16), (NameHash("int16_t"), .int16), (NameHash("int8_t"), .int8),
        (NameHash("double"), .double), (NameHash("int64_t"), .int64), (NameHash("char"), .int8),
    ]
}
