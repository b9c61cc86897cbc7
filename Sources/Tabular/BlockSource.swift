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
/// Blocks of a plain file may be filled at the same time; those of a gzip file or of an archive's member only in order, one
/// at a time. The packed bytes of a gzip file are hashed on the way, for they pass by only here.
final class BlockSource: @unchecked Sendable {
    let blockSize: Int
    let isGzip: Bool
    private let stream: ByteStream
    /// Of a gzip file.
    private let gunzip: Gunzip?
    private var packedHash: SHA256Hasher?

    init(_ input: InputFile, blockSize: Int, hashing: Bool) throws(Failure) {
        stream = try ByteStream(input)
        self.blockSize = blockSize
        isGzip = try stream.begins(with: [0x1F, 0x8B])
        gunzip = isGzip ? Gunzip(file: input.name) : nil
        packedHash = isGzip && hashing ? SHA256Hasher() : nil
    }

    /// Blocks have to be filled one after the other.
    var isSequential: Bool { isGzip || !stream.isRandomAccess }

    /// Bytes of a plain file as the file system says.
    var plainSize: Int { stream.file.size }

    /// Fills a block with its share of the file.
    ///
    /// - Throws: 65 when a gzip file or an archive is broken, 74 when reading breaks off or a plain file shrinks under us.
    func fill(_ block: Block, index: Int) throws(Failure) {
        block.index = index
        block.count = block.capacity
        if let gunzip {
            block.count = try gunzip.fill(block.data) { (packed) throws(Failure) in
                let count = try stream.read(into: packed)
                packedHash?.update(UnsafeRawBufferPointer(rebasing: packed[..<count]))
                return count
            }
            block.isLast = block.count < block.capacity
        } else if isSequential {
            block.count = try stream.read(into: block.data)
            block.isLast = block.count < block.capacity
        } else {
            let offset = index * blockSize
            block.count = min(blockSize, plainSize - offset)
            block.isLast = offset + block.count >= plainSize
            guard try stream.file.read(into: block.data, at: offset) == block.count else {
                throw Failure(.inputOutput, .fileShrank(stream.file.file.name))
            }
        }
    }

    /// Bytes of the file: on disk, or of an archive's member.
    var size: Int { isSequential ? stream.count : plainSize }

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
