// SPDX-License-Identifier: Apache-2.0
// How the place of a model is found in a chain of models (SunSpec): the marker at one of a few addresses, then pairs of
// id and length until the model or the end. It says what to read next and never guesses an address.

import DockModel

/// A walk along a chain of models.
public struct ModelWalk: Sendable, Equatable {
    /// Most models of a chain that are looked at.
    public static let mostModels = 64
    /// The id that ends a chain.
    private static let endOfChain: UInt16 = 0xFFFF

    /// What to do next.
    public enum Step: Sendable, Equatable {
        /// Read this many registers and hand them to `note`.
        case read(Table, address: Int, count: Int)
        /// The model header is here: move the profile by this.
        case found(base: Int)
        /// It is not in this device.
        case notFound(because: String)
    }

    private let discovery: Discovery
    private let model: Int
    private let table: Table
    private var candidate = 0
    private var header: Int?
    private var seen = 0
    private var end: Step?

    /// A walk for a profile; nil when it has fixed addresses or does not say which model it describes.
    public init?(profile: DeviceProfile) {
        guard let discovery = profile.discovery, let model = discovery.model, let first = profile.points.first
        else {
            return nil
        }
        self.discovery = discovery
        self.model = model
        table = first.fn
    }

    /// What to do now.
    public var next: Step {
        if let end { return end }
        if let header { return .read(table, address: header, count: 2) }
        guard candidate < discovery.candidates.count else {
            let places = discovery.candidates.map { "\($0)" }.joined(separator: ", ")
            return .notFound(because: "no marker at \(places)")
        }
        return .read(table, address: discovery.candidates[candidate], count: 2)
    }

    /// Takes the registers that were asked for; nil when the device refused them.
    public mutating func note(_ words: [UInt16]?) {
        guard end == nil else { return }
        if let header {
            noteHeader(words, at: header)
        } else if candidate < discovery.candidates.count {
            noteMarker(words, at: discovery.candidates[candidate])
        }
    }

    private mutating func noteMarker(_ words: [UInt16]?, at address: Int) {
        guard let words, words.count == 2, UInt32(words[0]) << 16 | UInt32(words[1]) == discovery.marker
        else {
            candidate += 1
            return
        }
        move(to: address, by: 2)
    }

    private mutating func noteHeader(_ words: [UInt16]?, at address: Int) {
        guard let words, words.count == 2 else {
            end = .notFound(because: "the chain cannot be read at \(address)")
            return
        }
        if Int(words[0]) == model {
            end = .found(base: address)
        } else if words[0] == Self.endOfChain {
            end = .notFound(because: "the chain ends at \(address) without model \(model)")
        } else {
            seen += 1
            guard seen < Self.mostModels else {
                end = .notFound(because: "more than \(Self.mostModels) models in the chain")
                return
            }
            move(to: address, by: 2 + Int(words[1]))
        }
    }

    private mutating func move(to address: Int, by step: Int) {
        let next = address + step
        if next >= 0, next <= 65_534 {
            header = next
        } else {
            end = .notFound(because: "the chain runs out of the table behind \(address)")
        }
    }
}

extension DeviceProfile {
    /// What is wrong with the way to the model header.
    func discoveryProblems() -> [ProfileProblem] {
        guard let discovery else { return [] }
        var found: [ProfileProblem] = []
        func add(_ key: String, _ text: String) {
            found.append(ProfileProblem(key: "discover.\(key)", text: text))
        }
        if discovery.candidates.isEmpty { add("candidates", "name at least one address") }
        for address in discovery.candidates where !(0...65_534).contains(address) {
            add("candidates", "\(address) is outside the table")
        }
        if let model = discovery.model, !(0..<65_535).contains(model) {
            add("model", "\(model) is no model id")
        }
        return found
    }
}
