// SPDX-License-Identifier: Apache-2.0
// Judges a document as it arrives: whole, of our schema, of the dock and stream that its topic says. What it refuses is
// named and goes no further. It is walked over once without making a tree: the fleet takes tens of thousands a second.

public import DockModel

/// Why a document was refused; it is kept apart, with this reason.
public enum DocumentFault: Error, Sendable, Equatable, CustomStringConvertible {
    /// The topic is none that a dock may speak under.
    case strangeTopic
    /// It has more octets than any document may have.
    case tooLarge(octets: Int)
    /// It is no JSON object, or holds what a database cannot keep.
    case malformed(at: Int)
    /// It is of another form.
    case schema(String)
    /// A member is missing or makes no sense.
    case member(String)
    /// It says it is of another dock than the one that may speak under this topic.
    case otherDock(String)
    /// It says it is of another stream.
    case otherStream(String)
    /// The database did not take it.
    case refused(String)

    /// The reason.
    public var description: String {
        switch self {
        case .strangeTopic: "the topic is none of ours"
        case .tooLarge(let octets): "\(octets) octets, the limit is \(FleetLimit.documentOctets)"
        case .malformed(let place): "no JSON object that can be kept: octet \(place)"
        case .schema(let word): "schema \"\(word)\", wanted \"\(FleetLimit.schema)\""
        case .member(let name): "the member \(name) is missing or makes no sense"
        case .otherDock(let name): "it says it is of dock \"\(name)\""
        case .otherStream(let word): "it says it is of stream \"\(word)\""
        case .refused(let words): words
        }
    }
}

/// A document that was found good.
public struct ArrivedDocument: Sendable, Equatable {
    /// The dock, as the topic says.
    public var dock: String
    /// The stream.
    public var stream: FleetStream
    /// The queue that the number belongs to.
    public var epoch: Int64
    /// The number.
    public var sequence: Int64
    /// When the dock says it was committed; it may be years off.
    public var sent: WallTime
    /// Whether the dock believed its clock.
    public var isClockTrusted: Bool
    /// Documents that the dock has given up, in documents of the state.
    public var shed: Int64?
    /// Where the newest numbers of the streams stand in the octets, as a JSON object.
    public var heads: Range<Int>?
    /// Where the body stands in the octets, as a JSON object.
    public var body: Range<Int>

    /// Judges the octets that came under the topic of a dock's stream.
    public init(_ octets: [UInt8], dock: String, stream: FleetStream) throws(DocumentFault) {
        guard octets.count <= FleetLimit.documentOctets else { throw .tooLarge(octets: octets.count) }
        guard String(validating: octets, as: UTF8.self) != nil else { throw .malformed(at: 0) }
        var walk = JSONWalk(octets)
        let members: [JSONWalk.Member]
        do throws(JSONWalk.Fault) { members = try walk.topMembers() } catch {
            throw .malformed(at: error.place)
        }

        func raw(_ name: StaticString) throws(DocumentFault) -> ArraySlice<UInt8> {
            guard let range = Self.find(name, members, octets) else { throw .member("\(name)") }
            return octets[range]
        }
        func word(_ name: StaticString) throws(DocumentFault) -> String {
            let value = try raw(name)
            guard value.first == 0x22, !value.contains(0x5C) else { throw .member("\(name)") }
            return String(decoding: value.dropFirst().dropLast(), as: UTF8.self)
        }
        func whole(_ name: StaticString) throws(DocumentFault) -> Int64 {
            guard let number = Self.whole(try raw(name)) else { throw .member("\(name)") }
            return number
        }

        let schema = try word("schema")
        guard schema == FleetLimit.schema else { throw .schema(String(schema.prefix(40))) }
        let saidDock = try word("dock"), saidStream = try word("stream")
        guard saidDock == dock else { throw .otherDock(String(saidDock.prefix(40))) }
        guard saidStream == stream.rawValue else { throw .otherStream(String(saidStream.prefix(40))) }
        (self.dock, self.stream) = (dock, stream)
        epoch = try whole("epoch")
        sequence = try whole("sequence")
        guard sequence >= 1 else { throw .member("sequence") }
        sent = WallTime(milliseconds: try whole("sent_ms"))
        switch String(decoding: try raw("clock_trusted"), as: UTF8.self) {
        case "true": isClockTrusted = true
        case "false": isClockTrusted = false
        default: throw .member("clock_trusted")
        }
        guard let body = Self.find("body", members, octets), octets[body.lowerBound] == UInt8(ascii: "{")
        else {
            throw .member("body")
        }
        self.body = body
        guard stream == .state else { return }
        shed = try whole("shed")
        guard let heads = Self.find("heads", members, octets), Self.areHeads(octets[heads]) else {
            throw .member("heads")
        }
        self.heads = heads
    }

    /// The value of a member; nil when it is missing.
    private static func find(_ name: StaticString, _ members: [JSONWalk.Member], _ octets: [UInt8]) -> Range<
        Int
    >? {
        let wanted = "\(name)".utf8
        return members.first { octets[$0.name].elementsEqual(wanted) }?.value
    }

    /// A whole number that every reader of JSON keeps.
    private static func whole(_ digits: ArraySlice<UInt8>) -> Int64? {
        guard digits.count <= 17, let number = Int64(String(decoding: digits, as: UTF8.self)),
            number.magnitude <= UInt64(FleetLimit.largestNumber)
        else { return nil }
        return number
    }

    /// Whether these are streams with whole numbers that are not negative.
    private static func areHeads(_ text: ArraySlice<UInt8>) -> Bool {
        let octets = Array(text)
        var walk = JSONWalk(octets)
        do throws(JSONWalk.Fault) {
            return try walk.topMembers().allSatisfy { member in
                FleetStream(rawValue: String(decoding: octets[member.name], as: UTF8.self)) != nil
                    && (whole(octets[member.value]) ?? -1) >= 0
            }
        } catch {
            return false
        }
    }
}
