import { PageSkeleton } from "../../../_components/skeleton.tsx";

export default PageSkeleton;
