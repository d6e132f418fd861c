// SPDX-License-Identifier: Apache-2.0
// Which points could answer a question of the core, for whoever writes a dock.yaml. The judgement is that of the
// decoder, so that what is offered here is accepted there.

public import Registers

extension PointRole {
    /// Whether a dock cannot do without an answer.
    public var isRequired: Bool { need.isRequired }

    /// Whether a point of that profile can answer it: the right kind of value, in the right unit, writable where it is
    /// to be written.
    public func canBeAnswered(by point: PointProfile) -> Bool { DockFile.fault(of: point, for: self) == nil }
}
