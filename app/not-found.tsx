import { ButtonLink } from "./_components/button.tsx";
import { Logo } from "./_components/logo.tsx";

export default function NotFound() {
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center px-6 text-center">
      <Logo className="mb-6 size-8" />
      <h1 className="font-semibold text-2xl tracking-tight">There is nothing here</h1>
      <p className="mt-2 max-w-md text-balance text-muted">
        The page was moved, or it belongs to a project or a role that is not yours. Check the address, or ask an admin
        of the project to let you in.
      </p>
      <ButtonLink href="/" tone="primary" size="large" className="mt-6">
        Go to your start page
      </ButtonLink>
    </main>
  );
}
