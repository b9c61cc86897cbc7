import Diagnostics

/// A piece of the decoded file in a buffer that is used again.
///
/// A class because several threads hand it on; the pipeline's lock says whose turn it is.
final class Block: @unchecked Sendable {
    /// Room before the data for the end of the block before, and after it for reads of whole words.
    static let margin = 1 << 16

    let memory: UnsafeMutablePointer<UInt8>
    let capacity: Int
    fileprivate(set) var index = 0
    fileprivate(set) var count = 0
    fileprivate(set) var isLast = false
    /// Tasks that still need the data: looking at the records, hashing.
    var users = 0

    init(capacity: Int) {
        self.capacity = capacity
        memory = .allocate(capacity: capacity + 2 * Self.margin)
        // Never read before written except by whole-word loads at the rim, whose surplus bytes do not count.
        memory.initialize(repeating: 0, count: Self.margin)
        (memory + Self.margin + capacity).initialize(repeating: 0, count: 64)
    }

    deinit { memory.deallocate() }

    var data: UnsafeMutableRawBufferPointer {
        UnsafeMutableRawBufferPointer(start: memory + Self.margin, count: count)
    }
}

/// Gives the decoded bytes of a file block by block.
///
/// Blocks of a plain file may be filled at the same time; those of a gzip file only in order, one at a time, and their
/// packed bytes are hashed on the way, for they pass by only here.
final class BlockSource: @unchecked Sendable {
    let file: ReadableFile
    let blockSize: Int
    let isGzip: Bool
    private let gunzip: Gunzip
    private var packedHash: SHA256Hasher?
    private var packedOffset = 0

    init(_ input: InputFile, blockSize: Int, hashing: Bool) throws(Failure) {
        file = try ReadableFile(input)
        self.blockSize = blockSize
        let head = UnsafeMutableRawBufferPointer.allocate(byteCount: 2, alignment: 1)
        defer { head.deallocate() }
        isGzip = try file.read(into: head, at: 0) == 2 && head[0] == 0x1F && head[1] == 0x8B
        gunzip = Gunzip(file: input.name)
        packedHash = isGzip && hashing ? SHA256Hasher() : nil
    }

    /// Fills a block with its share of the file.
    ///
    /// - Throws: 65 when a gzip file is broken, 74 when reading breaks off or a plain file shrinks under us.
    func fill(_ block: Block, index: Int) throws(Failure) {
        block.index = index
        block.count = block.capacity
        if isGzip {
            block.count = try gunzip.fill(block.data) { (packed) throws(Failure) in
                let count = try file.read(into: packed, at: packedOffset)
                packedOffset += count
                packedHash?.update(UnsafeRawBufferPointer(rebasing: packed[..<count]))
                return count
            }
            block.isLast = block.count < block.capacity
        } else {
            let offset = index * blockSize
            block.count = min(blockSize, file.size - offset)
            block.isLast = offset + block.count >= file.size
            guard try file.read(into: block.data, at: offset) == block.count else {
                throw Failure(.inputOutput, .fileShrank(file.file.name))
            }
        }
    }

    /// Bytes on disk.
    var size: Int { isGzip ? packedOffset : file.size }

    /// Digest of the packed bytes of a gzip file, after its last block; nil for a plain file.
    func finishPackedHash() -> String? { packedHash.take()?.finish() }
}

extension Diagnostic {
    static func fileShrank(_ file: String) -> Diagnostic {
        Diagnostic(
            "read-failed", at: SourcePosition(file: file), found: "a file that became shorter while it was read",
            expected: "a file that nobody writes to", fix: "wait until the export is complete, then run again")
    }
}
