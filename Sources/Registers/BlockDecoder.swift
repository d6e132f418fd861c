// SPDX-License-Identifier: Apache-2.0
// From the registers or bits of one reply to readings of all points it carries. Scale points are taken from
// the same reply, so that a value is never combined with a factor of another moment.

public import DockModel

extension DeviceProfile {
    /// The readings that a good reply to `request` carries.
    /// - Parameter words: as many words as the request asked for; for bits, one word of 0 or 1 a bit.
    public func readings(of request: ReadRequest, words: [UInt16], device: DeviceID, at taken: Instant)
        -> [Reading]
    {
        decodedPoints(of: request, words: words).map { point, decoded in
            Reading(
                device: device, point: point.id, value: decoded.value, unit: point.unit,
                quality: decoded.quality,
                taken: taken)
        }
    }

    /// Points with their decoded values; a reply of the wrong length gives `badComm`, never a shifted value.
    public func decodedPoints(of request: ReadRequest, words: [UInt16]) -> [(PointProfile, Decoded)] {
        let asked = request.points.compactMap { self.point($0) }
        guard words.count == request.count else {
            return asked.map { ($0, Decoded(value: nil, quality: .badComm)) }
        }
        return asked.map { point in
            guard let slice = slice(of: point, in: request, words: words) else {
                return (point, Decoded(value: nil, quality: .configuration))
            }
            return (
                point, point.decode(slice, scaleExponent: exponent(for: point, in: request, words: words))
            )
        }
    }

    /// Readings without values for points that could not be read.
    public func failed(_ points: [PointID], quality: ReadingQuality, device: DeviceID, at taken: Instant)
        -> [Reading]
    {
        points.compactMap { self.point($0) }.map {
            Reading(device: device, point: $0.id, value: nil, unit: $0.unit, quality: quality, taken: taken)
        }
    }

    /// Every point that can ever be read.
    public var readablePoints: [PointID] { points.filter { $0.write != .never }.map(\.id) }

    private func slice(of point: PointProfile, in request: ReadRequest, words: [UInt16]) -> ArraySlice<
        UInt16
    >? {
        let first = point.address - request.address
        guard point.fn == request.table, first >= 0, first <= words.count - point.width else { return nil }
        return words[first..<(first + point.width)]
    }

    private func exponent(for point: PointProfile, in request: ReadRequest, words: [UInt16]) -> Int? {
        guard let scale = point.scalePoint.flatMap({ self.point($0) }), scale.type == .s16,
            let slice = slice(of: scale, in: request, words: words)
        else { return nil }
        let decoded = scale.decode(slice)
        guard decoded.quality == .good, let number = decoded.value?.number else { return nil }
        return Int(exactly: number)
    }
}

extension DeviceProfile {
    /// Whether what a device shows fits the profile's identity rules; nil when it does, else what is wrong.
    public func identityFault(in readings: [Reading]) -> String? {
        for rule in identity {
            guard let reading = readings.last(where: { $0.point == rule.point }), let value = reading.value
            else {
                return "identity point \(rule.point) could not be read"
            }
            if !rule.test.accepts(value) {
                return
                    "identity point \(rule.point) shows \(value.shown), "
                    + "the profile expects \(rule.test.shown)"
            }
        }
        return nil
    }
}

extension IdentityTest {
    /// Whether a value passes; texts are compared without the spaces that pad them.
    public func accepts(_ value: ReadingValue) -> Bool {
        switch self {
        case .equals(let expected): expected.isSame(as: value)
        case .oneOf(let expected): expected.contains { $0.isSame(as: value) }
        case .range(let range): value.number.map { range.contains($0) } ?? false
        }
    }

    var shown: String {
        switch self {
        case .equals(let value): value.shown
        case .oneOf(let values): "one of " + values.map(\.shown).joined(separator: ", ")
        case .range(let range): "\(range.low)...\(range.high)"
        }
    }
}

extension ReadingValue {
    fileprivate func isSame(as other: ReadingValue) -> Bool {
        switch (self, other) {
        case (.text(let left), .text(let right)): trimmed(left) == trimmed(right)
        case (.text, _), (_, .text): false
        case (.number, _), (.flag, _): number == other.number
        }
    }

    fileprivate var shown: String {
        switch self {
        case .number(let number): "\(number)"
        case .flag(let flag): "\(flag)"
        case .text(let text): "\"\(text)\""
        }
    }

    private func trimmed(_ text: String) -> Substring {
        var rest = text[...]
        while rest.last == " " { rest.removeLast() }
        return rest
    }
}
