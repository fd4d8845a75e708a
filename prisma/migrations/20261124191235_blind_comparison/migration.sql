-- AlterTable
ALTER TABLE "GenerationJob" ADD COLUMN     "blindComparisonId" TEXT;

-- CreateTable
CREATE TABLE "BlindComparison" (
    "id" TEXT NOT NULL,
    "roundId" TEXT NOT NULL,
    "currentId" TEXT NOT NULL,
    "startedById" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "endedAt" TIMESTAMP(3),

    CONSTRAINT "BlindComparison_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "BlindComparison_roundId_key" ON "BlindComparison"("roundId");

-- CreateIndex
CREATE INDEX "GenerationJob_blindComparisonId_idx" ON "GenerationJob"("blindComparisonId");

-- AddForeignKey
ALTER TABLE "BlindComparison" ADD CONSTRAINT "BlindComparison_roundId_fkey" FOREIGN KEY ("roundId") REFERENCES "Round"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "BlindComparison" ADD CONSTRAINT "BlindComparison_currentId_fkey" FOREIGN KEY ("currentId") REFERENCES "ModelVersion"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "BlindComparison" ADD CONSTRAINT "BlindComparison_startedById_fkey" FOREIGN KEY ("startedById") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "GenerationJob" ADD CONSTRAINT "GenerationJob_blindComparisonId_fkey" FOREIGN KEY ("blindComparisonId") REFERENCES "BlindComparison"("id") ON DELETE CASCADE ON UPDATE CASCADE;
